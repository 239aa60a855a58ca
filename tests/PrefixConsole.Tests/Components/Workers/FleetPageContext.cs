using PrefixConsole.Routing.Prefixes;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Tests.Components.Workers;

/// <summary>Pages about the fleet: two workers that can be given prompts, numbers and states.</summary>
public abstract class FleetPageContext : PageContext
{
    /// <summary>Serves a prompt of ten shared blocks and ten of its own.</summary>
    protected void Insert(int slot, ulong own, int ownBlocks = 10)
    {
        ulong[] hashes = [.. Enumerable.Range(1, 10).Select(i => (ulong)i), .. Enumerable.Range(1, ownBlocks).Select(i => (own * 1000) + (ulong)i)];
        Tree.Insert(slot, new PromptBlocks { Hashes = hashes, Unit = PrefixUnit.TextBytes, BlockSize = 256, TotalUnits = hashes.Length * 256 }, "m");
    }

    /// <summary>A scrape of a worker's own numbers; those left out were not reported.</summary>
    protected void Scrape(string worker, int? waiting = null, double? kvUsage = null, int? kvBlocks = null, int? blockSize = null) =>
        Registry.Find(new WorkerId(worker))!.SetMetrics(new WorkerMetrics(waiting, null, kvUsage, kvBlocks, blockSize, null, null, Time.GetTimestamp()));

    /// <summary>A health check failed, and it was one too many.</summary>
    protected void Eject(string worker, string cause)
    {
        var registered = Registry.Find(new WorkerId(worker))!;
        Failures.Failed(registered, cause);
        Registry.SetStatus(registered, WorkerStatus.NotReady, cause);
    }

    protected void Ready(string worker) => Registry.SetStatus(Registry.Find(new WorkerId(worker))!, WorkerStatus.Ready, "probe succeeded");
}
