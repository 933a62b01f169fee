import { createRoot } from "react-dom/client";
import { config } from "zod/mini";
import { App } from "./app/app.js";
import { startServices } from "./app/start.js";

// zod would try `new Function`, which our Content-Security-Policy forbids and browsers report.
config({ jitless: true });

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const reactRoot = createRoot(root);
// No top-level await: it would make every lazy chunk that shares code with this one a chunk of its own (+4 KB).
void startServices().then((services) => reactRoot.render(<App services={services} />));
