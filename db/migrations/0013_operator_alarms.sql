CREATE TABLE "operator_alarms" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"began_at" timestamp with time zone DEFAULT now() NOT NULL,
	"told_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operator_alarms_key_names_it" CHECK ("operator_alarms"."key" = "operator_alarms"."kind" || ':' || "operator_alarms"."subject")
);
