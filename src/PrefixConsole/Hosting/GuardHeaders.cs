using System.Security.Cryptography;

namespace PrefixConsole.Hosting;

/// <summary>Headers that keep a page from running what others put into it, other sites from framing it, and shared machines from keeping what it showed.</summary>
internal static class GuardHeaders
{
    private static readonly object s_nonceKey = new();

    public static void UseGuardHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(Scripts(context));
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        if (IsPrivate(context.Request.Path))
        {
            headers.CacheControl = "no-store";
        }

        return next(context);
    });

    /// <summary>What an inline script of the page has to carry; new for each request.</summary>
    public static string NonceOf(HttpContext? context)
    {
        if (context is null)
        {
            return "";
        }

        if (context.Items[s_nonceKey] is not string nonce)
        {
            context.Items[s_nonceKey] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        }

        return nonce;
    }

    // Styles: MudBlazor and Plotly set them inline. Images: Plotly saves a chart through a data URL.
    private static string Policy(string scripts) =>
        $"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'";

    // Scalar's page starts with an inline script of its own that takes no nonce; it shows nothing but our document.
    private static string Scripts(HttpContext context) => context.Request.Path.StartsWithSegments("/api-docs", StringComparison.Ordinal)
        ? "'self' 'unsafe-inline'"
        : $"'self' 'nonce-{NonceOf(context)}'";

    private static bool IsPrivate(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.Ordinal) || path.StartsWithSegments("/login", StringComparison.Ordinal);
}
