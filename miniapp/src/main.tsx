import { createRoot } from "react-dom/client";
import { config } from "zod/mini";
import { App } from "./app/app.js";
import { startServices } from "./app/start.js";
import { createSend } from "./lib/api/send.js";
import { formatCount } from "./lib/money-format.js";
import { createFaultReporter, watchFaults } from "./lib/report-faults.js";

// zod would try `new Function`, which our Content-Security-Policy forbids and browsers report.
config({ jitless: true });

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const send = createSend((input, init) => fetch(input, init));
const report = createFaultReporter(send, () => location.pathname);
watchFaults(report);
// What a panel caught; all else reaches the window.
const reactRoot = createRoot(root, { onCaughtError: report });

async function open(): Promise<void> {
  const services = await startServices(send);
  reactRoot.render(<App services={services} />);
  // The first number or date of a process costs a cheap phone 65 ms, so it is made while the network works.
  setTimeout(() => formatCount(0, services.locale));
}

// In a task of its own, after the one that evaluates the modules. No top-level await: it would make every lazy chunk that
// shares code with this one a chunk of its own (+4 KB).
setTimeout(() => void open());
