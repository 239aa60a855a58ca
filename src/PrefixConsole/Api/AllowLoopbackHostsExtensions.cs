namespace PrefixConsole.Api;

/// <summary>Puts <see cref="AllowLoopbackHosts"/> into the console's pipeline.</summary>
public static class AllowLoopbackHostsExtensions
{
    /// <remarks>Before everything the console serves, and only for its listener: the gateway has its own rules.</remarks>
    public static IApplicationBuilder UseAllowLoopbackHosts(this IApplicationBuilder app) => app.UseMiddleware<AllowLoopbackHosts>();
}
