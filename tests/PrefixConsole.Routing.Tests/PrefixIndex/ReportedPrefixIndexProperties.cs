using CsCheck;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Testing.Prefixes;

namespace PrefixConsole.Routing.Tests.PrefixIndex;

public sealed class ReportedPrefixIndexProperties
{
    /// <summary>Both sides of a word's end, and more words than the stack holds.</summary>
    private static readonly int[] s_slots = [0, 1, 63, 64, 130, 1100];

    private static readonly Gen<int[]> s_prompt = Gen.Int[0, 2].Array[1, 10];

    private static readonly Gen<Step> s_step = Gen.Select(
        Gen.Frequency((6, Gen.Const(Verb.Store)), (4, Gen.Const(Verb.Remove)), (1, Gen.Const(Verb.Clear)), (1, Gen.Const(Verb.Expect))),
        Gen.Int[0, s_slots.Length - 1].Select(i => s_slots[i]),
        s_prompt,
        Gen.Int[0, 9],
        (verb, slot, prompt, from) => new Step(verb, slot, prompt, from));

    private enum Verb
    {
        Store,
        Remove,
        Clear,
        Expect,
    }

    [Fact]
    public void AnySequence_AgreesWithTheNaiveModel() =>
        s_step.List[1, 60].Sample(steps =>
        {
            var index = new ReportedPrefixIndex();
            var model = new NaiveReportedIndex();
            foreach (var step in steps)
            {
                Apply(step, index, model);
                Assert.Equal(model.PairCount, index.PairCount);
            }

            index.CheckIntegrity();
            Assert.All(s_slots, slot => Assert.Equal(model.BlocksOf(slot), index.BlocksOf(slot)));
            foreach (var chain in steps.Select(s => TestPrompts.Chain(s.Prompt)))
            {
                var overlaps = index.Overlaps(chain, 1101);
                Assert.All(s_slots, slot => Assert.Equal(model.Overlap(slot, chain), overlaps[slot]));
                Assert.True(overlaps.Where((_, slot) => !s_slots.Contains(slot)).All(o => o == 0));
                Assert.Equal(overlaps[..64], index.Overlaps(chain, 64));
                Assert.Equal(overlaps[..2], index.Overlaps(chain, 2));
                Assert.Empty(index.Overlaps(chain, 0));
                Assert.All(s_slots, slot => Assert.All(chain, block => Assert.Equal(model.Holds(slot, block), index.Holds(slot, block))));
            }
        }, iter: 500);

    private static void Apply(Step step, ReportedPrefixIndex index, NaiveReportedIndex model)
    {
        var chain = TestPrompts.Chain(step.Prompt);
        var from = Math.Min(step.From, chain.Length - 1);
        ulong? parent = from == 0 ? null : chain[from - 1];
        switch (step.Verb)
        {
            case Verb.Store:
                Assert.Equal(model.Store(step.Slot, parent, chain[from..]), index.Store(step.Slot, parent, chain.AsSpan(from)));
                break;
            case Verb.Remove:
                model.Remove(step.Slot, chain[from..]);
                index.Remove(step.Slot, chain.AsSpan(from));
                break;
            case Verb.Expect:
                index.Expect(step.Slot);
                break;
            default:
                model.Clear(step.Slot);
                index.Clear(step.Slot);
                break;
        }
    }

    private sealed record Step(Verb Verb, int Slot, int[] Prompt, int From);
}
