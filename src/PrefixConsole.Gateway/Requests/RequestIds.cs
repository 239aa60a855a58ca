using System.Buffers;
using Microsoft.Extensions.Primitives;
using PrefixConsole.Gateway.Telemetry;

namespace PrefixConsole.Gateway.Requests;

/// <summary>Ids of requests: the client's when usable and not in the log already, else a new one.</summary>
internal static class RequestIds
{
    public const int MaxLength = 128;
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    public static string Choose(StringValues header, DecisionLog log)
    {
        var asked = header.Count == 1 ? header[0] : null;
        return asked is { Length: > 0 and <= MaxLength } && !asked.AsSpan().ContainsAnyExcept(s_allowed) && log.Find(asked) is null
            ? asked
            : New();
    }

    /// <summary>Ids name requests and guard nothing: chance that cannot be guessed cost 2.5 % of the CPU time of a small request.</summary>
    private static string New() => string.Create(24, 0, static (id, _) =>
    {
        "req-".CopyTo(id);
        Random.Shared.GetItems(Alphabet, id[4..]);
    });
}
