using CsCheck;
using PrefixConsole.Routing.Scheduling.State;

namespace PrefixConsole.Routing.Tests.Scheduling.State;

public sealed class LruMapTests
{
    [Fact]
    public void Set_AnySequence_KeepsTheLastWrittenUpToCapacity() =>
        Gen.Select(Gen.Int[0, 20].Array[0, 60], Gen.Int[1, 8]).Sample((keys, capacity) =>
        {
            var map = new LruMap<int, int>();
            var newestFirst = new List<int>();
            for (var i = 0; i < keys.Length; i++)
            {
                map.Set(keys[i], i, capacity);
                newestFirst.Remove(keys[i]);
                newestFirst.Insert(0, keys[i]);
                newestFirst = [.. newestFirst.Take(capacity)];

                // Reading must not keep an entry alive.
                map.TryGet(newestFirst[^1], out _);
            }

            Assert.Equal(newestFirst.Count, map.Count);
            Assert.All(Enumerable.Range(0, 21), key =>
            {
                Assert.Equal(newestFirst.Contains(key), map.TryGet(key, out var value));
                Assert.True(!newestFirst.Contains(key) || value == Array.LastIndexOf(keys, key));
            });
            Assert.Equal(newestFirst.Count > 0, map.TryGetOldest(out var oldest));
            Assert.True(newestFirst.Count == 0 || oldest.Key == newestFirst[^1]);
        });

    [Fact]
    public void Remove_Entry_IsGoneOnce()
    {
        var map = new LruMap<string, int>();
        map.Set("a", 1, 4);

        Assert.True(map.Remove("a"));
        Assert.False(map.Remove("a"));
        Assert.False(map.TryGet("a", out _));
        Assert.False(map.TryGetOldest(out _));
    }
}
