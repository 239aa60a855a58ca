using CsCheck;
using PrefixConsole.Gateway.Tokens;

namespace PrefixConsole.Gateway.Tests.Tokens;

public sealed class TokenMemoryTests
{
    [Fact]
    public void Full_ForgetsWhatWasUsedLongestAgo()
    {
        var memory = new TokenMemory(2 * (TokenMemory.Overhead + 10));
        memory.Remember(1, new int[10]);
        memory.Remember(2, new int[10]);
        Assert.True(memory.TryFind(1, out _));

        memory.Remember(3, new int[10]);
        memory.Remember(4, new int[1_000]);

        Assert.True(memory.TryFind(1, out _));
        Assert.False(memory.TryFind(2, out _));
        Assert.True(memory.TryFind(3, out _));
        Assert.False(memory.TryFind(4, out _));
        Assert.Equal(2 * (TokenMemory.Overhead + 10), memory.Held);
    }

    [Fact]
    public void RandomUse_IsThatOfAListByUse() => Gen.Select(Gen.Int[1, 12], Gen.Int[0, 40], Gen.Bool).Array[0, 200].Sample(
        operations =>
        {
            const int Capacity = 5 * (TokenMemory.Overhead + 20);
            var memory = new TokenMemory(Capacity);
            var model = new List<(int Key, int Length)>();
            foreach (var (key, length, isWrite) in operations)
            {
                var known = model.FindIndex(e => e.Key == key);
                if (isWrite)
                {
                    memory.Remember((UInt128)key, new int[length]);
                    model.RemoveAll(e => e.Key == key);
                    model.Add((key, length));
                    while (model.Sum(e => e.Length + TokenMemory.Overhead) > Capacity)
                    {
                        model.RemoveAt(0);
                    }
                }
                else
                {
                    Assert.Equal(known >= 0, memory.TryFind((UInt128)key, out var ids));
                    Assert.Equal(known >= 0 ? model[known].Length : null, ids?.Length);
                    if (known >= 0)
                    {
                        model.Add(model[known]);
                        model.RemoveAt(known);
                    }
                }

                Assert.Equal(model.Sum(e => e.Length + TokenMemory.Overhead), memory.Held);
            }
        });

    [Fact]
    public async Task ManyThreads_FindOnlyWhatBelongsToTheirKeyAndStayWithinTheBound()
    {
        const int Capacity = 20 * (TokenMemory.Overhead + 8);
        var memory = new TokenMemory(Capacity);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 20_000; i++)
            {
                var key = random.Next(64);
                if (random.Next(2) == 0)
                {
                    memory.Remember((UInt128)key, [.. Enumerable.Repeat(key, random.Next(1, 16))]);
                }
                else if (memory.TryFind((UInt128)key, out var ids))
                {
                    Assert.All(ids, id => Assert.Equal(key, id));
                }

                Assert.InRange(memory.Held, 0, Capacity);
            }
        })));

        var held = Enumerable.Range(0, 64).Sum(key => memory.TryFind((UInt128)key, out var ids) ? ids.Length + TokenMemory.Overhead : 0);
        Assert.Equal(held, memory.Held);
    }
}
