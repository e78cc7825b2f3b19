-- with repeats
-- check: what a refusal needs to know: is `rev` current, and is the command new?
-- KEYS  1 hash
-- ARGV  1 rev  2 seat  3 command id
-- returns  {0} current | {1, rev} a repeat | {2, rev, state} newer | {3} no such interview
local found = redis.call('HMGET', KEYS[1], 'rev', 'ids:' .. ARGV[2])
local rev = found[1]
if not rev then return {3} end
local before = remembered(found[2], ARGV[3])
if before then return {1, before} end
if rev == ARGV[1] then return {0} end
return {2, tonumber(rev), redis.call('HGET', KEYS[1], 'state')}
