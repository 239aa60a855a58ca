using System.Globalization;

namespace PrefixConsole.Gateway.KvEvents;

/// <summary>A ZMQ address <c>tcp://host:port</c>; a host of <c>*</c> listens on all interfaces.</summary>
/// <remarks>The host is as written: a name, an IPv4 address, an IPv6 address in brackets, or <c>*</c>.</remarks>
internal sealed record KvEventAddress(string Host, int Port)
{
    private const string Scheme = "tcp://";
    private const string Everywhere = "*";

    public bool Listens => Host == Everywhere;

    /// <summary>Null when the text is no such address.</summary>
    public static KvEventAddress? Parse(string? text)
    {
        if (text is null || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = text.AsSpan(Scheme.Length);
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
        {
            return null;
        }

        var host = rest[..colon].ToString();
        return host == Everywhere || Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 || IsBracketed(host)
            ? new KvEventAddress(host, port)
            : null;
    }

    /// <summary>Rank r of an engine is found r ports above the first.</summary>
    public KvEventAddress ForRank(int rank) => this with { Port = Port + rank };

    /// <summary>For the rules of addresses; not for one that listens.</summary>
    public Uri ToUri() => new(ToString());

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}{Host}:{Port}");

    private static bool IsBracketed(string host) => host is ['[', .., ']'] && Uri.CheckHostName(host) == UriHostNameType.IPv6;
}
