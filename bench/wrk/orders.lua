-- Orders for wrk (https://github.com/wg/wrk), each with an Idempotency-Key of its own, one unit of one SKU for a buyer of
-- its own. Behind --: the SKU's code, the channel's (DRESS-RED-M and tmall without). Prints what was answered, and ends
-- with "wrong 0" when every answer was 200, 409 (sold out) or 503 (BUSY).
--
--   wrk -t1 -c64 -d10 --latency -s bench/wrk/orders.lua http://127.0.0.1:8080 -- DRESS-RED-M tmall

local threads = {}

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

function init(args)
    sku = args[1] or "DRESS-RED-M"
    channel = args[2] or "tmall"
    accepted, refused, busy, wrong, count = 0, 0, 0, 0, 0
    -- Part of every external number: threads, and runs that begin in different seconds, never give the same.
    run = string.format("%x-%d", os.time(), number)
    math.randomseed(os.time() * 64 + number)
end

-- A UUIDv7: the time in milliseconds, the version, the variant, and what makes it different from all others.
local function id()
    local millis = os.time() * 1000
    return string.format(
        "%08x-%04x-7%03x-%04x-%04x%08x",
        math.floor(millis / 65536), millis % 65536, math.random(0, 4095),
        32768 + math.random(0, 16383), number, count)
end

function request()
    count = count + 1
    local body = string.format(
        '{"channel":"%s","externalNumber":"wrk-%s-%d","source":"wrk","lines":[{"sku":"%s","quantity":1,"netAmount":100}]}',
        channel, run, count, sku)
    return wrk.format(
        "POST", "/v1/orders", { ["Content-Type"] = "application/json", ["Idempotency-Key"] = id() }, body)
end

function response(status)
    if status == 200 then
        accepted = accepted + 1
    elseif status == 409 then
        refused = refused + 1
    elseif status == 503 then
        busy = busy + 1
    else
        wrong = wrong + 1
    end
end

function done(summary)
    local all = { accepted = 0, refused = 0, busy = 0, wrong = 0 }
    for _, thread in ipairs(threads) do
        for name, value in pairs(all) do
            all[name] = value + thread:get(name)
        end
    end
    local lost = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    print(string.format(
        "accepted %d, refused %d, busy %d, lost %d, wrong %d", all.accepted, all.refused, all.busy, lost, all.wrong))
end
