namespace PrefixConsole.Api;

/// <summary>
/// Tells requests of the console itself and of programs from those that a foreign page makes a browser send. The console has no
/// login while it is bound to loopback, so that a page open in the same browser must not be able to change anything.
/// </summary>
internal static class SameOrigin
{
    /// <summary>Browsers send <c>Sec-Fetch-Site</c> and, on writes and web sockets, <c>Origin</c>; programs send neither.</summary>
    public static bool Allows(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (site is not null and not "same-origin" and not "none")
        {
            return false;
        }

        string? origin = request.Headers.Origin;
        return origin is null || IsOwn(origin, request.Host);
    }

    /// <summary>Scheme left out: behind a proxy that ends TLS it differs.</summary>
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && Uri.TryCreate($"{uri.Scheme}://{host.Value}", UriKind.Absolute, out var own)
        && uri.Port == own.Port
        && uri.IdnHost.Equals(own.IdnHost, StringComparison.OrdinalIgnoreCase);
}
