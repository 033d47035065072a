-- The buyer has paid: the unit goes from held to sold. Answers the order's number, below 0 a refusal.
-- KEYS: command id, stock, deadlines. ARGV: order, now, amount, how long the id is remembered.
local seen = redis.call('GET', KEYS[1])
if seen then return tonumber(seen) end
local key = 'o:' .. ARGV[1]
local order = redis.call('HMGET', key, 'state', 'deadline', 'amount')
if order[1] ~= 'held' or tonumber(order[2]) <= tonumber(ARGV[2]) or order[3] ~= ARGV[3] then return -3 end
redis.call('HSET', key, 'state', 'paid')
redis.call('HINCRBY', KEYS[2], 'held', '-1')
redis.call('HINCRBY', KEYS[2], 'sold', '1')
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4])
return tonumber(ARGV[1])
