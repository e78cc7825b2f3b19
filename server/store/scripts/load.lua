-- load: an interview with its questions, both as they are at one moment: a commit may replace them together.
-- KEYS  1 hash  2 content
-- returns  {fields and values of the hash, content or nil}
return {redis.call('HGETALL', KEYS[1]), redis.call('GET', KEYS[2])}
