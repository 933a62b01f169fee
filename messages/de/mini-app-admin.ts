export { miniAppAdmin } from "../en/mini-app-admin.js";
