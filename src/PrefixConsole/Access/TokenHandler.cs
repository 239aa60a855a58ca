using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace PrefixConsole.Access;

/// <summary><c>Authorization: Bearer pfx_…</c>; for the hub also the query's <c>access_token</c>, as browsers cannot set headers there.</summary>
internal sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenBook tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Key of <see cref="HttpContext.Items"/>: the token was one, and its time is over.</summary>
    public static readonly object Expired = new();

    public static string? Read(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return header["Bearer ".Length..].Trim();
        }

        return request.Path.StartsWithSegments(Live.TelemetryHub.Path, StringComparison.Ordinal) && request.Query["access_token"].ToString() is { Length: > 0 } query
            ? query
            : null;
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Read(Request) is not { } secret ? AuthenticateResult.NoResult()
        : tokens.Find(secret) is { } principal ? AuthenticateResult.Success(new AuthenticationTicket(principal, AccessSchemes.Token))
        : Refuse(secret));

    private AuthenticateResult Refuse(string secret)
    {
        if (!tokens.HasExpired(secret))
        {
            return AuthenticateResult.Fail("unknown token");
        }

        Context.Items[Expired] = true;
        return AuthenticateResult.Fail("expired token");
    }
}
