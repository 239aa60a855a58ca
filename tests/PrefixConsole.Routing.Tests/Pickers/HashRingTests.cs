using System.IO.Hashing;
using PrefixConsole.Routing.Pickers;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Testing.Scheduling;
using static PrefixConsole.Routing.Tests.Scheduling.Candidates;

namespace PrefixConsole.Routing.Tests.Pickers;

public sealed class HashRingTests
{
    private const int Keys = 20_000;

    [Fact]
    public void PointOf_KubeAiVector_Matches() => Assert.Equal(0xa34e73b1b4430bf6UL, HashRing.PointOf("10.0.0.1:8000", 0));

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void IsWithinBound_TwoWorkersTotalThree_BoundIsTwoAndAHalf(int load, bool within) =>
        Assert.Equal(within, HashRingPicker.IsWithinBound(load, 3, 2, 1.25));

    [Fact]
    public void IsWithinBound_IdleFleet_MeetsEveryBound() => Assert.True(HashRingPicker.IsWithinBound(0, 0, 1024, 1));

    [Fact]
    public void Pick_OneOfEightRemoved_MovesOnlyItsKeysAndTheyReturn()
    {
        var picker = Picker();
        var all = InFlight(new int[8]);
        var without = all.Where(candidate => candidate.Index != 3).ToArray();
        var owned = 0;
        for (var key = 0; key < Keys; key++)
        {
            var request = Request(key);
            var before = Owner(picker, request, all);
            var during = Owner(picker, request, without);
            Assert.Equal(before, Owner(picker, request, all));
            if (before == "w3")
            {
                owned++;
                Assert.NotEqual("w3", during);
            }
            else
            {
                Assert.Equal(before, during);
            }
        }

        // 256 points spread a share by about 1/sqrt(256) = 6 %; 4 of those around 1/8.
        Assert.Equal(Keys / 8.0, owned, Keys / 8.0 * 0.25);
    }

    [Fact]
    public void Pick_SlotTakenByAnotherWorker_MovesOnlyThatSlotsKeys()
    {
        var picker = Picker();
        var all = InFlight(new int[4]);
        var successor = One(0) with { Worker = new Routing.Workers.Worker(TestFleet.Config("new"), 0, all[0].Worker.State) };
        var owners = Enumerable.Range(0, 2000).Select(key => Owner(picker, Request(key), all)).ToArray();
        var taken = 0;
        for (var key = 0; key < owners.Length; key++)
        {
            var after = Owner(picker, Request(key), [successor, .. all[1..]]);
            taken += after == "new" ? 1 : 0;
            Assert.NotEqual("w0", after);
            Assert.True(owners[key] == "w0" || after == owners[key] || after == "new", $"key {key} moved from {owners[key]} to {after}");
        }

        Assert.InRange(taken, 350, 650);
    }

    [Fact]
    public void Pick_OwnerOverItsBound_SpillsClockwiseAndAllOverFallsBackToTheOwner()
    {
        var picker = Picker();
        var request = Request(1);
        var idle = InFlight(0, 0);
        var owner = picker.Pick(request, idle, default);
        Assert.Equal(DecisionReasons.RingOwner, owner.Reason);

        var loads = new int[2];
        loads[owner.Index] = 3;
        var spilled = picker.Pick(request, InFlight(loads), default);
        Assert.Equal((1 - owner.Index, DecisionReasons.RingSpill), (spilled.Index, spilled.Reason));

        // Total 3 over 2 gives 2.5 at 125 %: 2 stays.
        loads[owner.Index] = 2;
        loads[1 - owner.Index] = 1;
        Assert.Equal(owner.Index, picker.Pick(request, InFlight(loads), default).Index);

        // A bound of nothing is met by nobody.
        var strict = new HashRingPicker(256, 0, RingHead.Default);
        var fallback = strict.Pick(request, InFlight(loads), default);
        Assert.Equal((owner.Index, "all over their bound"), (fallback.Index, fallback.TieBreak));
    }

    [Fact]
    public void Pick_ManyDistinctKeysUnderLoad_NoWorkerExceedsItsBound()
    {
        var picker = Picker();
        var loads = new int[8];
        for (var key = 0; key < 800; key++)
        {
            var total = loads.Sum();
            var pick = picker.Pick(Request(key % 3), InFlight(loads), default);
            Assert.True(HashRingPicker.IsWithinBound(loads[pick.Index], total, 8, 1.25));
            loads[pick.Index]++;
        }

        Assert.True(loads.Max() <= 800 / 8.0 * 1.25 + 1);
    }

    [Theory]
    [InlineData(PrefixUnit.TextBytes, 256, 40, 15)]
    [InlineData(PrefixUnit.TextBytes, 256, 5, 4)]
    [InlineData(PrefixUnit.TextBytes, 8192, 5, 0)]
    [InlineData(PrefixUnit.Tokens, 16, 100, 63)]
    public void KeyOf_Prompt_IsTheLastFullBlockOfTheHead(PrefixUnit unit, int blockSize, int count, int keyBlock)
    {
        var blocks = TestRequest.Blocks(count, 500, unit, blockSize);
        var request = new RoutingRequest { Id = "r", Model = "m", Namespace = new("m"), Blocks = blocks, PromptTokens = 1 };

        Assert.Equal(500UL + (ulong)keyBlock, Picker().KeyOf(request));
    }

    [Fact]
    public void KeyOf_NoFullBlock_IsTheNamespace()
    {
        var request = TestRequest.Create(blocks: 0);

        Assert.Equal(request.Namespace.Seed(), Picker().KeyOf(request));
    }

    private static HashRingPicker Picker() => new(256, 1.25, RingHead.Default);

    private static string Owner(HashRingPicker picker, RoutingRequest request, WorkerCandidate[] candidates) =>
        candidates[picker.Pick(request, candidates, default).Index].Worker.Id.Value;

    private static RoutingRequest Request(int key) =>
        TestRequest.Create(blocks: 1, firstHash: XxHash3.HashToUInt64(BitConverter.GetBytes(key)));
}
