package io.vmaffleet.queue.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The operations that decide something, as scripts: what is looked at and what is done about it is one step for
/// the server, and nothing is done when a command before it fails. Each bears being sent twice.
///
/// All run on Redis 6.2, Redis 7 and Valkey. Entry ids are compared as text, since a Lua number is a double.
final class RedisScripts {
    /// Makes a run known. The results stream is made here and nowhere else; once made it stays, empty, and its
    /// last id with it. What was published before goes when the new is there.
    ///
    /// Keys: the run's hash, its results stream, the list of runs. Arguments: run id, TTL in seconds, then the
    /// hash's fields and values in turn. Answer: 1.
    static final Script PUBLISH = Script.of("""
            if redis.call('EXISTS', KEYS[2]) == 0 then
              redis.call('XADD', KEYS[2], '*', 'made', '1')
              redis.call('XTRIM', KEYS[2], 'MAXLEN', 0)
            end
            if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then
              redis.call('DEL', KEYS[1])
            end
            redis.call('HSET', KEYS[1], unpack(ARGV, 3))
            local published = {}
            for i = 3, #ARGV, 2 do
              published[ARGV[i]] = true
            end
            for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
              if not published[field] then
                redis.call('HDEL', KEYS[1], field)
              end
            end
            local now = tonumber(redis.call('TIME')[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - tonumber(ARGV[2]))
            redis.call('ZADD', KEYS[3], now, ARGV[1])
            for i = 1, 3 do
              redis.call('EXPIRE', KEYS[i], ARGV[2])
            end
            return 1
            """);

    /// Takes or renews a hold.
    ///
    /// Keys: the run's holder. Arguments: who, TTL in milliseconds. Answer: 1 if it is theirs now, 0 if
    /// another's.
    static final Script HOLD = Script.of("""
            local holder = redis.call('GET', KEYS[1])
            if holder and holder ~= ARGV[1] then
              return 0
            end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """);

    /// Gives up a hold.
    ///
    /// Keys: the run's holder. Arguments: who. Answer: 1 if it was theirs, else 0 and nothing done.
    static final Script RELEASE = Script.of("""
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then
              return 0
            end
            return redis.call('DEL', KEYS[1])
            """);

    /// Shows a worker's sign of life; forgets in the list those that gave none for an hour.
    ///
    /// Keys: the worker's heartbeat, the list of workers. Arguments: worker id, heartbeat, its TTL in
    /// milliseconds, the list's TTL in seconds. Answer: 1.
    static final Script ANNOUNCE = Script.of("""
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            local now = tonumber(redis.call('TIME')[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - 3600)
            redis.call('ZADD', KEYS[2], now, ARGV[1])
            redis.call('EXPIRE', KEYS[2], ARGV[4])
            return 1
            """);

    /// `held(stream, group, id)`: the pending record of an entry (id, holder, idle time, count), or nil when
    /// nobody holds it or there is no such stream or group.
    private static final String HELD = """
            local function held(stream, group, id)
              local answer = redis.pcall('XPENDING', stream, group, id, id, 1)
              if answer.err then
                if string.find(answer.err, 'NOGROUP', 1, true) then
                  return nil
                end
                error(answer.err)
              end
              return answer[1]
            end
            """;

    /// Renews leases: the count of what the worker still holds goes up by one, which is all that a coordinator
    /// watches. Only the holder may: a claim without that look would steal an entry back.
    ///
    /// Keys: the task stream. Arguments: group, worker, TTL of the stream in seconds, then entry ids. Answer: for
    /// each entry `KEPT`, `ANOTHERS` or `VANISHED`. An entry that is held but no longer in the stream has
    /// vanished, and is let go (7.0 does so by itself when it is claimed, 6.2 does not).
    static final Script RENEW = Script.of(HELD + """
            redis.call('EXPIRE', KEYS[1], ARGV[3])
            local answers = {}
            for i = 4, #ARGV do
              local id = ARGV[i]
              local pending = held(KEYS[1], ARGV[1], id)
              if not pending then
                answers[#answers + 1] = 'VANISHED'
              elseif #redis.call('XRANGE', KEYS[1], id, id) == 0 then
                redis.call('XACK', KEYS[1], ARGV[1], id)
                answers[#answers + 1] = 'VANISHED'
              elseif pending[2] ~= ARGV[2] then
                answers[#answers + 1] = 'ANOTHERS'
              else
                redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, id, 'RETRYCOUNT', pending[4] + 1, 'JUSTID')
                answers[#answers + 1] = 'KEPT'
              end
            end
            return answers
            """);

    /// Hands a result over, and only then removes its task. If the result cannot be added (no memory), or the tasks
    /// are no stream any more, the script ends before anything is done; once something is added the server refuses
    /// no more of it for want of memory.
    ///
    /// Keys: the results stream, the task stream. Arguments: group, worker, entry id, `ROW` if it counts whoever
    /// holds the entry, TTL of the results stream in seconds, how many entries may wait, how many entries of scores
    /// there are, then three fields and values in turn of each of these, then the result's.
    /// Answer: `DONE`; `NO_RUN` when there is no results stream, `NOT_YOURS` when the worker does not hold the
    /// entry, `FULL` when too many entries would wait: nothing done.
    static final Script FINISH = Script.of(HELD + """
            if redis.call('EXISTS', KEYS[1]) == 0 then
              return 'NO_RUN'
            end
            if ARGV[4] ~= 'ROW' then
              local pending = held(KEYS[2], ARGV[1], ARGV[3])
              if not pending or pending[2] ~= ARGV[2] then
                return 'NOT_YOURS'
              end
            end
            local scores = tonumber(ARGV[7])
            if scores > 0 then
              local waiting = redis.call('XLEN', KEYS[1])
              if waiting > 0 and waiting + scores + 1 > tonumber(ARGV[6]) then
                return 'FULL'
              end
            end
            redis.call('XLEN', KEYS[2])
            for i = 1, scores do
              redis.call('XADD', KEYS[1], '*', unpack(ARGV, 2 + 6 * i, 7 + 6 * i))
            end
            redis.call('XADD', KEYS[1], '*', unpack(ARGV, 8 + 6 * scores))
            redis.call('EXPIRE', KEYS[1], ARGV[5])
            redis.call('XACK', KEYS[2], ARGV[1], ARGV[3])
            redis.call('XDEL', KEYS[2], ARGV[3])
            return 'DONE'
            """);

    /// Ends a lease, unless it was renewed or changed hands since it was seen.
    ///
    /// Keys: the task stream. Arguments: group, entry id, holder seen, count seen. Answer: 1 if it was removed,
    /// else 0.
    static final Script EXPIRE = Script.of(HELD + """
            local pending = held(KEYS[1], ARGV[1], ARGV[2])
            if not pending or pending[2] ~= ARGV[3] or pending[4] ~= tonumber(ARGV[4]) then
              return 0
            end
            redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
            redis.call('XDEL', KEYS[1], ARGV[2])
            return 1
            """);

    /// Removes an entry that nobody holds and nobody will be given.
    ///
    /// Keys: the task stream. Arguments: group, entry id. Answer: 1 if it was so and was removed, else 0.
    static final Script REMOVE_ORPHAN = Script.of(HELD + """
            local function isBehind(id, other)
              local time, sequence = string.match(id, '^(%d+)-(%d+)$')
              local otherTime, otherSequence = string.match(other, '^(%d+)-(%d+)$')
              if time == otherTime then
                time, otherTime = sequence, otherSequence
              end
              if #time ~= #otherTime then
                return #time > #otherTime
              end
              return time > otherTime
            end
            if redis.call('EXISTS', KEYS[1]) == 0 or held(KEYS[1], ARGV[1], ARGV[2]) then
              return 0
            end
            for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
              local named = {}
              for i = 1, #group, 2 do
                named[group[i]] = group[i + 1]
              end
              if named['name'] == ARGV[1] and not isBehind(ARGV[2], named['last-delivered-id']) then
                return redis.call('XDEL', KEYS[1], ARGV[2])
              end
            end
            return 0
            """);

    private RedisScripts() {}

    /// A script and the digest by which a server that has seen it knows it.
    record Script(String text, String sha1) {
        static Script of(String text) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
                return new Script(text, HexFormat.of().formatHex(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-1", e);
            }
        }
    }
}
