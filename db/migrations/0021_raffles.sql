CREATE TABLE "raffles" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "raffles_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"ticket_price" bigint NOT NULL,
	"prizes" bigint[] NOT NULL,
	"commitment" text NOT NULL,
	"seed_nonce" "bytea" NOT NULL,
	"seed_ciphertext" "bytea" NOT NULL,
	"document" text,
	"drawn_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"cancel_reason" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "raffles_title_length" CHECK (char_length("raffles"."title") between 1 and 100),
	CONSTRAINT "raffles_window_not_empty" CHECK ("raffles"."starts_at" < "raffles"."ends_at"),
	CONSTRAINT "raffles_ticket_price_range" CHECK ("raffles"."ticket_price" between 1000000 and 10000000000000000),
	CONSTRAINT "raffles_prizes_count" CHECK (cardinality("raffles"."prizes") between 1 and 100),
	CONSTRAINT "raffles_commitment_form" CHECK ("raffles"."commitment" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "raffles_drawn_together" CHECK (("raffles"."drawn_at" is null) = ("raffles"."document" is null)),
	CONSTRAINT "raffles_cancelled_together" CHECK (("raffles"."cancelled_at" is null) = ("raffles"."cancel_reason" is null)),
	CONSTRAINT "raffles_one_end" CHECK ("raffles"."drawn_at" is null or "raffles"."cancelled_at" is null)
);
--> statement-breakpoint
CREATE INDEX "raffles_due_idx" ON "raffles" USING btree ("ends_at") WHERE "raffles"."drawn_at" is null and "raffles"."cancelled_at" is null;