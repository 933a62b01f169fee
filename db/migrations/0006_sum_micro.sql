-- Sum of micro-USD that stays a bigint. The built-in sum(bigint) keeps a numeric state on the heap for every group: for
-- the million groups of a large settlement that is most of the time (3.1 s against 1.3 s of CPU for the same scan).
-- Beyond 2^63 it raises 22003, as money must; a sum over nothing is null, as usual.
CREATE AGGREGATE sum_micro(bigint) (SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE);
