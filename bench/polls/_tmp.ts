import { polls } from "./polls.js";
import { describe } from "../report.js";
const results = await polls.run({ isFull: false, only: new Set(), tell: (l) => console.log(l) });
for (const r of results) console.log(describe(r));
process.exit(0);
