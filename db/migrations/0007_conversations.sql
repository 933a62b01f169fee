CREATE TABLE "telegram_conversations" (
	"bot_id" bigint NOT NULL,
	"chat_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"version" text NOT NULL,
	"state" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "telegram_conversations_bot_id_chat_id_user_id_pk" PRIMARY KEY("bot_id","chat_id","user_id")
);
--> statement-breakpoint
CREATE INDEX "telegram_conversations_updated_at_idx" ON "telegram_conversations" USING btree ("updated_at");