using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PrefixConsole.Components.Login;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Access;

/// <summary>Logging in and out: the page, the form, the one-time link, the provider.</summary>
internal static class LoginEndpoints
{
    public const string Path = "/login";

    public static void MapLogin(this IEndpointRouteBuilder endpoints)
    {
        var login = endpoints.MapGroup(Path).AllowAnonymous().ExcludeFromDescription();
        login.MapGet("/", Page);
        login.MapPost("/", PostAsync).DisableAntiforgery();
        login.MapGet("/link", LinkAsync);
        login.MapGet("/oidc", Provider);
        endpoints.MapPost("/logout", LogOutAsync).DisableAntiforgery().ExcludeFromDescription();
    }

    /// <summary>Writes a log-in down.</summary>
    public static Task RecordAsync(HttpContext context, ClaimsPrincipal user, string how) => context.RequestServices.GetRequiredService<Acts>()
        .RecordAsync(Actor.Of(user, "console " + Actor.RemoteOf(context)), "session.login", "", new ActReport(AuditResults.Done, how));

    /// <summary>Writes a refused log-in down.</summary>
    public static Task RefuseAsync(HttpContext context, Acts acts, string name, string why) => acts.RefuseAsync(
        Actor.Nobody with { Origin = "console " + Actor.RemoteOf(context) }, Actor.RemoteOf(context), "session.login", ColumnText.Fit(name, 64), why);

    private static Task ThrottledAsync(HttpContext context, LoginLimit limit, Acts acts)
    {
        context.Response.Headers.RetryAfter = "6";
        return limit.IsNews(Actor.RemoteOf(context)) ? RefuseAsync(context, acts, "", "too many tries from this address") : Task.CompletedTask;
    }

    private static IResult Page(HttpContext context, string? returnUrl, string? error, LoginLink link, UserBook users, IOptionsMonitor<AccessOptions> options) =>
        context.User.Identity is { IsAuthenticated: true }
            ? Results.LocalRedirect(Local(returnUrl))
            : Show(context, returnUrl, Message(error), "", link, users, options);

    private static async Task<IResult> PostAsync(
        HttpContext context, LoginLink link, UserBook users, IOptionsMonitor<AccessOptions> options, LoginLimit limit, IAntiforgery antiforgery, Acts acts)
    {
        if (!context.Request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (name, returnUrl) = (form["name"].ToString(), form["returnUrl"].ToString());
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Show(context, returnUrl, "The form was too old. Try again.", name, link, users, options, StatusCodes.Status400BadRequest);
        }

        var address = Actor.RemoteOf(context);
        if (!limit.Allows(address))
        {
            await ThrottledAsync(context, limit, acts);
            return Show(context, returnUrl, "Too many tries from this address. Wait a minute.", name, link, users, options, StatusCodes.Status429TooManyRequests);
        }

        if (users.LogIn(name, form["password"].ToString()) is not { } user)
        {
            await RefuseAsync(context, acts, name, "wrong name or password");
            return Show(context, returnUrl, "Wrong name or password.", name, link, users, options, StatusCodes.Status401Unauthorized);
        }

        return await SignInAsync(context, user, "password", returnUrl);
    }

    private static async Task<IResult> LinkAsync(
        HttpContext context, string? t, string? returnUrl, LoginLink link, UserBook users, IOptionsMonitor<AccessOptions> options, LoginLimit limit, Acts acts)
    {
        const string Old = "This link was used already, or is of an earlier start. The newest is in the program's log.";
        if (!limit.Allows(Actor.RemoteOf(context)))
        {
            await ThrottledAsync(context, limit, acts);
            return Show(context, returnUrl, Old, "", link, users, options, StatusCodes.Status429TooManyRequests);
        }

        if (!link.Redeem(t ?? ""))
        {
            await RefuseAsync(context, acts, "", "a link that is not valid, or not any more");
            return Show(context, returnUrl, Old, "", link, users, options, StatusCodes.Status401Unauthorized);
        }

        const string Name = "local";
        var user = Actor.Principal(AccessSchemes.Cookie, Name, Roles.Admin, Roles.Of(Roles.Admin)!.Value, UserBook.LinkStamp);
        return await SignInAsync(context, user, "one-time link", returnUrl);
    }

    private static IResult Provider(string? returnUrl, IOptionsMonitor<AccessOptions> options) => options.CurrentValue.Oidc.IsOn
        ? Results.Challenge(new AuthenticationProperties { RedirectUri = Local(returnUrl) }, [AccessSchemes.Oidc])
        : Results.NotFound();

    private static async Task<IResult> LogOutAsync(HttpContext context, Acts acts, SessionBook sessions)
    {
        await acts.RecordAsync(Actor.Of(context.User, "console " + Actor.RemoteOf(context)), "session.logout", "", new ActReport(AuditResults.Done));
        sessions.End(context.User);
        await context.SignOutAsync(AccessSchemes.Cookie);
        return Results.LocalRedirect(Path);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, ClaimsPrincipal user, string how, string? returnUrl)
    {
        user = context.RequestServices.GetRequiredService<SessionBook>().Begin(user);
        await context.SignInAsync(AccessSchemes.Cookie, user, new AuthenticationProperties { IsPersistent = true });
        await RecordAsync(context, user, how);
        return Results.LocalRedirect(Local(returnUrl));
    }

    private static RazorComponentResult<LoginPage> Show(
        HttpContext context, string? returnUrl, string? message, string name, LoginLink link, UserBook users, IOptionsMonitor<AccessOptions> options, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<LoginPage>(new
        {
            Message = message,
            Name = name,
            ReturnUrl = Local(returnUrl),
            HasLink = link.IsOn,
            HasUsers = users.HasUsers,
            HasProvider = options.CurrentValue.Oidc.IsOn,
        })
        { StatusCode = status };
    }

    private static string? Message(string? error) => error switch
    {
        null => null,
        "provider" => "The provider did not let you in, or you have no role here.",
        _ => "Log in to go on.",
    };

    /// <summary>Only within this console.</summary>
    private static string Local(string? url) =>
        url is { Length: > 0 } && url[0] == '/' && (url.Length == 1 || url[1] is not '/' and not '\\') && !url.Any(char.IsControl) ? url : "/";
}
