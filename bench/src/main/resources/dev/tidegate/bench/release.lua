-- The order is cancelled: the unit goes from held to available, the limit is given back. Answers as confirm does.
-- KEYS: command id, stock, units of each buyer, deadlines. ARGV: order, now, how long the id is remembered.
local seen = redis.call('GET', KEYS[1])
if seen then return tonumber(seen) end
local key = 'o:' .. ARGV[1]
local order = redis.call('HMGET', key, 'state', 'deadline', 'buyer')
if order[1] ~= 'held' or tonumber(order[2]) <= tonumber(ARGV[2]) then return -3 end
redis.call('HSET', key, 'state', 'cancelled')
redis.call('HINCRBY', KEYS[2], 'held', '-1')
redis.call('HINCRBY', KEYS[2], 'available', '1')
redis.call('HDEL', KEYS[3], order[3])
redis.call('ZREM', KEYS[4], ARGV[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return tonumber(ARGV[1])
