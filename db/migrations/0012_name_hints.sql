-- Boards keep the public names of players in memory; the database itself tells when one of them changes, whoever
-- changed it. These changes are rare, so that NOTIFY inside their transactions holds nobody up; the posting of wagers
-- touches none of the columns.
CREATE FUNCTION tell_player_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('names', NEW.id::text);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER players_tell_name AFTER UPDATE OF "name", "is_private", "is_anonymous" ON "players" FOR EACH ROW
WHEN ((OLD.name, OLD.is_private, OLD.is_anonymous) IS DISTINCT FROM (NEW.name, NEW.is_private, NEW.is_anonymous))
EXECUTE FUNCTION tell_player_name();
--> statement-breakpoint
CREATE FUNCTION tell_linked_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('names', NEW.player_id::text);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER links_tell_new_name AFTER INSERT ON "links" FOR EACH ROW WHEN (NEW.state = 'approved')
EXECUTE FUNCTION tell_linked_name();
--> statement-breakpoint
CREATE TRIGGER links_tell_name AFTER UPDATE OF "state" ON "links" FOR EACH ROW
WHEN (OLD.state = 'approved' OR NEW.state = 'approved') EXECUTE FUNCTION tell_linked_name();
--> statement-breakpoint
CREATE FUNCTION tell_names_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('names', player_id::text) FROM links WHERE user_id = NEW.id AND state = 'approved';
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER telegram_users_tell_names AFTER UPDATE OF "alias", "settings" ON "telegram_users" FOR EACH ROW
WHEN ((OLD.alias, OLD.settings) IS DISTINCT FROM (NEW.alias, NEW.settings)) EXECUTE FUNCTION tell_names_of_user();
--> statement-breakpoint
CREATE FUNCTION tell_all_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('names', '');
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER operator_settings_tell_names AFTER UPDATE OF "show_full_names" ON "operator_settings" FOR EACH ROW
WHEN (OLD.show_full_names IS DISTINCT FROM NEW.show_full_names) EXECUTE FUNCTION tell_all_names();
