-- A link says who owned an account when a prize was paid: what was decided stays, and only the moves of
-- core/links exist. What a person wrote himself may be erased when he asks for it.
CREATE FUNCTION guard_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moves constant jsonb := '{
    "pending": ["under_review", "cooling", "approved", "expired", "withdrawn"],
    "under_review": ["cooling", "approved", "rejected", "withdrawn"],
    "cooling": ["approved", "under_review", "rejected", "withdrawn"],
    "approved": ["ended"]
  }';
BEGIN
  IF (NEW.id, NEW.user_id, NEW.source_id, NEW.player_id, NEW.created_at)
      IS DISTINCT FROM (OLD.id, OLD.user_id, OLD.source_id, OLD.player_id, OLD.created_at) THEN
    RAISE EXCEPTION 'a link keeps its person and its account' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.state <> OLD.state THEN
    IF NOT coalesce(moves -> OLD.state ? NEW.state, false) THEN
      RAISE EXCEPTION 'a link that is % cannot become %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF OLD.state NOT IN ('pending', 'under_review', 'cooling')
      AND (NEW.proof, NEW.proven_at, NEW.decided_at, NEW.decided_by, NEW.ended_at)
        IS DISTINCT FROM (OLD.proof, OLD.proven_at, OLD.decided_at, OLD.decided_by, OLD.ended_at) THEN
    RAISE EXCEPTION 'a link that is % was decided', OLD.state USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER links_guard BEFORE UPDATE ON "links" FOR EACH ROW EXECUTE FUNCTION guard_link();
--> statement-breakpoint
CREATE TRIGGER links_kept BEFORE DELETE OR TRUNCATE ON "links" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
