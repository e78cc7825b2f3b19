-- correct: put a timer row right that disagrees with the state of this very revision.
-- KEYS  1 hash  2 timers
-- ARGV  1 id  2 rev  3 due ms ('' no row)
-- returns  1 done | 0 the interview has moved on
if redis.call('HGET', KEYS[1], 'rev') ~= ARGV[2] then return 0 end
if ARGV[3] == '' then redis.call('ZREM', KEYS[2], ARGV[1]) else redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1]) end
return 1
