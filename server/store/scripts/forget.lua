-- forget: drop the timer row of an interview that is gone.
-- KEYS  1 hash  2 timers
-- ARGV  1 id
-- returns  1 dropped | 0 the interview is there
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('ZREM', KEYS[2], ARGV[1])
return 1
