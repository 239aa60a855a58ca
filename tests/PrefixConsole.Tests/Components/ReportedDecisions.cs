using PrefixConsole.Routing.KvEvents;
using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.PrefixIndex;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Strategies;
using PrefixConsole.Routing.Workers;
using PrefixConsole.Testing.Scheduling;

namespace PrefixConsole.Tests.Components;

/// <summary>
/// Decisions that the scheduler makes over five workers of unlike trust. The prompt has 640 tokens, in 10 blocks of text and 40 of tokens:
/// "trusted" reported 20 blocks in GPU memory and 10 in host memory, "behind" 8, "wrong" and "mute" 40 that do not count, "plain" nothing.
/// </summary>
internal static class ReportedDecisions
{
    public static RoutingDecision Make(string strategy, bool tokens = true)
    {
        var registry = new WorkerRegistry(TimeProvider.System);
        var reported = new FakeReported();
        reported.Say(registry.AddReady("trusted").Slot, KvTrust.Trusted, new TierBlocks(20, 10));
        reported.Say(registry.AddReady("behind").Slot, KvTrust.CatchingUp, new TierBlocks(8));
        reported.Say(registry.AddReady("wrong").Slot, KvTrust.Untrusted, new TierBlocks(40));
        reported.Say(registry.AddReady("mute").Slot, KvTrust.Silent, new TierBlocks(40));
        reported.Say(registry.AddReady("plain").Slot, KvTrust.NotReporting, default);
        var store = new StrategyStore(new StrategyCatalog(), TimeProvider.System, new StrategySpec { Name = strategy }, seed: 1);
        var scheduler = new RequestScheduler(registry, new ApproximatePrefixTree(TimeProvider.System, 1000), reported, store, TimeProvider.System);
        var request = new RoutingRequest
        {
            Id = "r1",
            Model = TestRequest.Model,
            Namespace = new PrefixNamespace(TestRequest.Model),
            Blocks = TestRequest.Blocks(10, 1000, PrefixUnit.TextBytes, 256),
            TokenBlocks = tokens ? TestRequest.Blocks(40, 5000, PrefixUnit.Tokens, 16) : PromptBlocks.Empty,
            PromptTokens = 640,
        };
        return scheduler.Schedule(request).Decision;
    }
}
