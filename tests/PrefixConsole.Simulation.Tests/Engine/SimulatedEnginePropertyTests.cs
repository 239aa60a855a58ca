using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.Tests.Engine;

public sealed class SimulatedEnginePropertyTests
{
    private const int BlockSize = 4;

    /// <summary>Family (its members share a prefix), length of the prompt, output, passes before the next, cancelled or not.</summary>
    private static readonly Gen<(int Family, int Prompt, int Output, int Passes, bool Cancel)[]> s_mix =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 60], Gen.Int[1, 20], Gen.Int[0, 4], Gen.Bool).Array[1, 40];

    [Fact]
    public void Step_AnyMix_KeepsItsBooksAndFinishesEveryRequest() =>
        Gen.Select(s_mix, Gen.Int[20, 48], Gen.Int[4, 40], Gen.Int[1, 6]).Sample((mix, blocks, budget, sequences) =>
        {
            var options = new EngineOptions
            {
                Blocks = blocks,
                BlockSize = BlockSize,
                MaxBatchedTokens = budget,
                MaxSequences = sequences,
                RecordBlockEvents = true,
            };
            var engine = new SimulatedEngine(options, new UniformTokenSource(50), new FakeTimeProvider());
            var known = new HashSet<ulong>();
            var parents = new Dictionary<ulong, ulong>();
            var requests = new List<EngineRequest>();
            var emitted = new Dictionary<EngineRequest, int>();
            foreach (var (family, prompt, output, passes, cancel) in mix)
            {
                var request = new EngineRequest([.. Enumerable.Range(0, prompt).Select(i => (family * 1000) + i)], output, new PrefixNamespace("m"));
                requests.Add(request);
                Assert.Equal(prompt + output <= blocks * BlockSize, engine.TrySubmit(request));
                for (var i = 0; i < passes; i++)
                {
                    Pass();
                }

                if (cancel)
                {
                    engine.Cancel(requests[requests.Count / 2]);
                }
            }

            for (var i = 0; engine.HasWork; i++)
            {
                Assert.True(i < 20_000, "The engine makes no progress.");
                Pass();
            }

            var end = engine.Read();
            Assert.Equal((0, 0), (end.ActiveBlocks, end.PrivateBlocks));
            Assert.All(requests, r => Assert.True(r.State is EngineRequestState.Finished or EngineRequestState.Cancelled or EngineRequestState.Rejected));
            Assert.All(requests.Where(r => r.State == EngineRequestState.Finished), r => Assert.Equal(r.MaxTokens, emitted[r]));
            Assert.Equal(requests.Count, end.Finished + end.Cancelled + end.Rejected);
            engine.ResetPrefixCache();
            Follow();
            Assert.Empty(known);
            Assert.Equal(blocks, engine.Read().FreeBlocks);

            void Pass()
            {
                var pass = engine.Step();
                Assert.True(pass.PrefillTokens + pass.DecodeTokens <= budget);
                foreach (var token in pass.Emitted)
                {
                    emitted[token.Request] = emitted.GetValueOrDefault(token.Request) + 1;
                }

                var read = engine.Read();
                Assert.Equal(blocks, read.FreeBlocks + read.PrivateBlocks + read.CachedBlocks);
                Assert.True(read.Running <= sequences);
                Assert.True(read.PrefixHits <= read.PrefixQueries);
                Follow();
                Assert.True(known.Count <= read.CachedBlocks);
            }

            void Follow()
            {
                foreach (var e in engine.DrainBlockEvents())
                {
                    if (e.Stored)
                    {
                        Assert.True(known.Add(e.Hash), "Stored twice.");
                        Assert.True(e.Parent is null || known.Contains(e.Parent.Value), "Stored without its parent.");
                        parents[e.Hash] = e.Parent ?? 0;
                    }
                    else
                    {
                        Assert.True(known.Remove(e.Hash), "Removed without being stored.");
                        Assert.DoesNotContain(known, child => parents[child] == e.Hash);
                    }
                }
            }
        }, iter: 300);
}
