using Microsoft.AspNetCore.Http;

namespace PrefixConsole.Gateway.Configuration;

/// <summary>Addresses to listen on, as Kestrel understands them (<c>http://localhost:8000</c>, <c>http://*:8000</c>).</summary>
public static class ListenerUrl
{
    /// <summary>Null when the address can be listened on, else the reason in words.</summary>
    public static string? Check(string? url)
    {
        if (Parse(url) is not { } address)
        {
            return "must be an absolute http or https address such as http://localhost:8000";
        }

        return address.PathBase.Length > 0 ? "must not have a path" : null;
    }

    public static BindingAddress? Parse(string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            return null;
        }

        try
        {
            var address = BindingAddress.Parse(url);
            var known = address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase)
                || address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
            return known && address.Port is >= 0 and <= 65535 ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
