using CsCheck;
using PrefixConsole.Gateway.Accuracy;

namespace PrefixConsole.Gateway.Tests.Accuracy;

public sealed class ReuseAccountTests
{
    /// <summary>A prompt of 1000 tokens in blocks of 16: an engine can deliver 992 of it.</summary>
    private static readonly ReuseEvidence s_prompt = new() { Prompt = 1000, Available = 0, Captured = 0, Delivered = 0, Deliverable = 992 };

    public static TheoryData<string, ReuseEvidence, Dictionary<ReuseCause, int>> Cases => new()
    {
        { "nobody held it", s_prompt, Lost((ReuseCause.Cold, 992), (ReuseCause.BelowBlock, 8)) },
        { "all delivered but the tail", s_prompt with { Available = 992, Captured = 992, Vouched = 992, Delivered = 992 }, Lost((ReuseCause.BelowBlock, 8)) },
        {
            "a full hit of whole blocks: the engine computes the last one again",
            s_prompt with { Prompt = 992, Available = 992, Captured = 992, Vouched = 992, StillHeld = 992, Delivered = 976, Deliverable = 976 },
            Lost((ReuseCause.BelowBlock, 16))
        },
        {
            "another worker held more",
            s_prompt with { Available = 800, Captured = 320, Vouched = 320, Delivered = 320 },
            Lost((ReuseCause.Overruled, 480), (ReuseCause.Cold, 192), (ReuseCause.BelowBlock, 8))
        },
        {
            "gone from the index by the time of the answer",
            s_prompt with { Available = 800, Captured = 800, Vouched = 800, StillHeld = 160, Delivered = 160 },
            Lost((ReuseCause.Evicted, 640), (ReuseCause.Cold, 192), (ReuseCause.BelowBlock, 8))
        },
        {
            "partly gone, partly never there",
            s_prompt with { Available = 800, Captured = 800, Vouched = 800, StillHeld = 480, Delivered = 160 },
            Lost((ReuseCause.StaleIndex, 320), (ReuseCause.Evicted, 320), (ReuseCause.Cold, 192), (ReuseCause.BelowBlock, 8))
        },
        {
            "still in the index and nothing was removed",
            s_prompt with { Available = 800, Captured = 800, Vouched = 800, StillHeld = 992, Delivered = 0 },
            Lost((ReuseCause.StaleIndex, 800), (ReuseCause.Cold, 192), (ReuseCause.BelowBlock, 8))
        },
        {
            "in the index again, but removals were reported meanwhile",
            s_prompt with { Available = 800, Captured = 800, Vouched = 800, StillHeld = 992, RemovedSince = true, Delivered = 0 },
            Lost((ReuseCause.Evicted, 800), (ReuseCause.Cold, 192), (ReuseCause.BelowBlock, 8))
        },
        {
            "only predicted",
            s_prompt with { Available = 800, Captured = 800, Delivered = 80 },
            Lost((ReuseCause.UntrustedIndex, 720), (ReuseCause.Cold, 192), (ReuseCause.BelowBlock, 8))
        },
        {
            "predicted beyond what was reported while catching up",
            s_prompt with { Available = 800, Captured = 800, Vouched = 320, StillHeld = 320, Delivered = 160 },
            Lost((ReuseCause.StaleIndex, 160), (ReuseCause.UntrustedIndex, 480), (ReuseCause.Cold, 192), (ReuseCause.BelowBlock, 8))
        },
        {
            "token counts differ where something was held",
            s_prompt with { Available = 800, Captured = 640, Vouched = 640, StillHeld = 640, Delivered = 160, CountsDiffer = true },
            Lost((ReuseCause.Tokenizer, 480), (ReuseCause.Overruled, 160), (ReuseCause.Cold, 192), (ReuseCause.BelowBlock, 8))
        },
        {
            "token counts differ where nothing was found",
            s_prompt with { CountsDiffer = true, Elsewhere = 512 },
            Lost((ReuseCause.Tokenizer, 992), (ReuseCause.BelowBlock, 8))
        },
        {
            "served before under another namespace",
            s_prompt with { Elsewhere = 512 },
            Lost((ReuseCause.Namespace, 512), (ReuseCause.Cold, 480), (ReuseCause.BelowBlock, 8))
        },
        {
            "the namespace is not asked once somebody held a part",
            s_prompt with { Available = 16, Captured = 16, Vouched = 16, Delivered = 16, Elsewhere = 512 },
            Lost((ReuseCause.Cold, 976), (ReuseCause.BelowBlock, 8))
        },
        { "shorter than a block", s_prompt with { Prompt = 12, Deliverable = 0 }, Lost((ReuseCause.BelowBlock, 12)) },
        { "no prompt at all", s_prompt with { Prompt = 0, Deliverable = 0 }, [] },
        {
            "the engine had more than anybody knew: it is no loss",
            s_prompt with { Available = 320, Captured = 160, Vouched = 160, Delivered = 640 },
            Lost((ReuseCause.Cold, 352), (ReuseCause.BelowBlock, 8))
        },
        {
            "the engine had more than it was chosen for, less than another",
            s_prompt with { Available = 640, Captured = 160, Vouched = 160, Delivered = 320 },
            Lost((ReuseCause.Overruled, 320), (ReuseCause.Cold, 352), (ReuseCause.BelowBlock, 8))
        },
        { "more cached than there was", s_prompt with { Delivered = 5000 }, [] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_Evidence_GivesEachTokenOneCause(string because, ReuseEvidence evidence, Dictionary<ReuseCause, int> lost)
    {
        var account = ReuseAccount.Of(evidence);

        Assert.Equal(lost.OrderBy(l => l.Key), Causes(account).OrderBy(l => l.Key));
        Assert.True(account.Lost == lost.Values.Sum(), because);
    }

    [Theory]
    [InlineData(160, 640, 480)]
    [InlineData(640, 640, 0)]
    [InlineData(640, 160, 0)]
    public void Unexpected_Delivery_IsWhatExceedsCaptured(int captured, int delivered, int unexpected) =>
        Assert.Equal(unexpected, ReuseAccount.Of(s_prompt with { Available = captured, Captured = captured, Delivered = delivered }).Unexpected);

    [Fact]
    public void Of_AnyEvidence_CausesSumToWhatWasNotDelivered()
    {
        var tokens = Gen.Int[-50, 3000];
        Gen.Select(tokens.Array[9], Gen.Bool, Gen.Bool).Sample((n, removed, differ) =>
        {
            var account = ReuseAccount.Of(new ReuseEvidence
            {
                Prompt = n[0],
                Available = n[1],
                Captured = n[2],
                Delivered = n[3],
                Deliverable = n[4],
                Vouched = n[5],
                StillHeld = n[6],
                Elsewhere = n[7],
                Reported = n[8],
                RemovedSince = removed,
                CountsDiffer = differ,
            });

            Assert.Equal(account.Prompt - account.Delivered, ReuseCauses.All.Sum(c => account[c]));
            Assert.All(ReuseCauses.All, c => Assert.True(account[c] >= 0));
            Assert.InRange(account.Available, account.Captured, account.Prompt);
            Assert.InRange(account.Delivered, 0, account.Prompt);
            Assert.InRange(account.Unexpected, 0, account.Delivered);
            Assert.True(differ ? account.Evicted + account.StaleIndex + account.UntrustedIndex + account.Namespace == 0 : account.Tokenizer == 0);
        });
    }

    [Fact]
    public void All_Causes_AreListedOnceWithDifferentNames()
    {
        Assert.Equal(Enum.GetValues<ReuseCause>(), ReuseCauses.All.Order());
        Assert.Distinct(ReuseCauses.All.Select(ReuseCauses.NameOf));
    }

    private static Dictionary<ReuseCause, int> Lost(params (ReuseCause Cause, int Tokens)[] lost) => lost.ToDictionary(l => l.Cause, l => l.Tokens);

    private static Dictionary<ReuseCause, int> Causes(ReuseAccount account) =>
        ReuseCauses.All.Where(c => account[c] != 0).ToDictionary(c => c, c => account[c]);
}
