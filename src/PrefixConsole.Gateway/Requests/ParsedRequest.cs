using System.Collections.Immutable;
using PrefixConsole.Routing.Prefixes;

namespace PrefixConsole.Gateway.Requests;

/// <summary>What routing needs to know of a body. Owns the prefix text; dispose of it when the blocks are cut.</summary>
internal sealed class ParsedRequest : IDisposable
{
    public required ApiKind Api { get; init; }

    public required string Model { get; init; }

    public required bool Stream { get; init; }

    /// <summary>The client asked for usage at the end of its stream.</summary>
    public required bool IncludesUsage { get; init; }

    /// <summary>Where <c>stream_options</c> stands in the body.</summary>
    public required JsonRange StreamOptions { get; init; }

    /// <summary>Where the fields stand in the body.</summary>
    public required RequestFields Fields { get; init; }

    public required string CacheSalt { get; init; }

    public required PooledBuffer PrefixText { get; init; }

    public required ImmutableArray<PromptSegment> Segments { get; init; }

    /// <summary>Ids of a prompt that came tokenised; empty otherwise.</summary>
    public required int[] TokenIds { get; init; }

    /// <summary>The prompt is text and nothing else: its bytes say something about its tokens.</summary>
    public required bool TextOnly { get; init; }

    public void Dispose() => PrefixText.Dispose();
}
