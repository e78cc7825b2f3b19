-- create: put an interview there, new or parked, if it is not there yet.
-- KEYS  1 hash  2 content  3 log  4 timers
-- ARGV  1 id  2 content  3 due ms ('' no row)  4 number of log entries  5... entries, then pairs field, value of the hash
-- returns  1 created | 0 there already
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local fields = 5 + tonumber(ARGV[4])
for i = fields, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('SET', KEYS[2], ARGV[2])
redis.call('DEL', KEYS[3]) -- not earlier: a full Redis refuses a script only before its first write
for i = 5, fields - 1 do redis.call('XADD', KEYS[3], '*', 'e', ARGV[i]) end
if ARGV[3] ~= '' then redis.call('ZADD', KEYS[4], ARGV[3], ARGV[1]) end
return 1
