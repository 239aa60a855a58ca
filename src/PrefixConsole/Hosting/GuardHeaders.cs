namespace PrefixConsole.Hosting;

/// <summary>Headers that keep other sites from framing the console or guessing what it sends.</summary>
internal static class GuardHeaders
{
    public static void UseGuardHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "frame-ancestors 'none'; base-uri 'self'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    });
}
