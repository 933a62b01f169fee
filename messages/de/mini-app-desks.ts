export { miniAppDesks } from "../en/mini-app-desks.js";
