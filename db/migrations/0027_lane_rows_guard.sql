-- What a lane paid is part of a result: only ever added.
CREATE TRIGGER race_lane_rows_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "race_lane_rows"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
