import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../columns.js";

/** What is wrong at the moment and was told to the operators: a row goes when it is over. */
export const operatorAlarms = pgTable(
  "operator_alarms",
  {
    /** `<kind>:<subject>`, such as `source_silent:my-casino`. */
    key: text("key").primaryKey(),
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    beganAt: instant("began_at").notNull().defaultNow(),
    /** While it lasts it is told again from time to time. */
    toldAt: instant("told_at").notNull().defaultNow(),
  },
  (table) => [check("operator_alarms_key_names_it", sql`${table.key} = ${table.kind} || ':' || ${table.subject}`)],
);
