using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Components.Controls;

/// <summary>Where a worker is from, in words.</summary>
internal static class OriginText
{
    public static string Of(WorkerOrigin? added, bool simulated) =>
        added is { } origin ? $"added by {origin.By} at {Figures.DateAndTime(origin.At)}"
        : simulated ? "embedded fleet"
        : "configuration";
}
