using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Api.Contracts;

/// <summary>A stretch of prompts whose prediction and report differ.</summary>
/// <param name="Id">Of the run, or of the last text block when the predicted tree does not have it.</param>
/// <param name="Name">What it is, by the structure of the prompt.</param>
/// <param name="Namespace">Model, adapter and tenant.</param>
/// <param name="StartBlock">Text blocks of the prompt before it.</param>
/// <param name="Blocks">Text blocks in it.</param>
/// <param name="InTree">It is in the worker's predicted tree.</param>
/// <param name="Match">Its tokens.</param>
public sealed record PrefixDifferenceDto(
    string Id, string Name, string Namespace, int StartBlock, int Blocks, bool InTree, PrefixMatchDto Match)
{
    internal static PrefixDifferenceDto From(PrefixDifferenceRow row) => new(
        row.Id, row.Name, row.Namespace, row.StartBlock, row.Blocks, row.InTree, PrefixMatchDto.From(row.Match));
}
