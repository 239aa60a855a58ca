using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using PrefixConsole.Alerts;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Operations;

namespace PrefixConsole.Access;

internal static class AccessServices
{
    // Key of the name that a provider gave of somebody who has no role.
    private static readonly object s_stranger = new();

    /// <summary>Log-in, API tokens, roles and the audited way to change things. Reads section <c>Access</c>.</summary>
    public static IServiceCollection AddConsoleAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection(AccessOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, ValidateAccessOptions>();
        services.AddSingleton<IOptionsMonitor<AccessOptions>, LastGoodAccess>();
        services.AddSingleton<UserBook>();
        services.AddSingleton<TokenBook>();
        services.AddHostedService(sp => sp.GetRequiredService<TokenBook>());
        services.AddSingleton(static sp =>
        {
            var (access, console) = (sp.GetRequiredService<IOptionsMonitor<AccessOptions>>(), sp.GetRequiredService<IOptions<ConsoleOptions>>().Value);
            return new LoginLink(() => WantsLink(access.CurrentValue, console));
        });
        services.AddSingleton<SessionBook>();
        services.AddHostedService(sp => sp.GetRequiredService<SessionBook>());
        services.AddSingleton<Acts>();
        services.AddScoped<Desk>();
        services.AddSingleton<ChangeGuards>();
        services.AddSingleton<StrategyChanges>();
        services.AddSingleton<StrategyTrials>();
        services.AddSingleton<ScheduledChanges>();
        services.AddSingleton<ChangeEffects>();
        services.AddSingleton<RevisionRecords>();
        services.AddSingleton<AlertBook>();
        services.AddHostedService(sp => sp.GetRequiredService<AlertBook>());
        services.AddSingleton<AlertMonitor>();
        services.AddHostedService(sp => sp.GetRequiredService<AlertMonitor>());
        services.AddSingleton<AlertActs>();
        services.AddHostedService(sp => sp.GetRequiredService<StrategyChanges>());
        services.AddHostedService(sp => sp.GetRequiredService<StrategyTrials>());
        services.AddHostedService(sp => sp.GetRequiredService<ScheduledChanges>());
        services.AddSingleton<LoginLimit>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
        services.AddScoped<AuthenticationStateProvider, RevalidateUsers>();
        services.AddCascadingAuthenticationState();
        services.AddDataProtection().SetApplicationName("PrefixConsole");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, CookieKeys>();
        services.AddSchemes(configuration);
        services.AddAuthorization(o =>
        {
            foreach (var permission in Enum.GetValues<Permissions>().Where(p => p != Permissions.None))
            {
                o.AddPolicy(permission.ToString(), policy => policy.RequireAssertion(c => (Actor.PermissionsOf(c.User) & permission) != 0));
            }

            // Whatever is mapped and says nothing: only for those who may read.
            o.FallbackPolicy = o.GetPolicy(AccessPolicies.Read);
            o.DefaultPolicy = o.FallbackPolicy!;
        });
        return services;
    }

    private static bool WantsLink(AccessOptions access, ConsoleOptions console) =>
        ListenerUrl.IsLoopback(console.Url) && (access.LoginLink ?? (access.Users.Length == 0 && !access.Oidc.IsOn));

    private static void AddSchemes(this IServiceCollection services, IConfiguration configuration)
    {
        var oidc = configuration.GetSection($"{AccessOptions.Section}:{nameof(AccessOptions.Oidc)}").Get<OidcOptions>() ?? new OidcOptions();
        var schemes = services.AddAuthentication(AccessSchemes.Either)
            .AddPolicyScheme(AccessSchemes.Either, null, o => o.ForwardDefaultSelector = static context =>
                TokenHandler.Read(context.Request) is null ? AccessSchemes.Cookie : AccessSchemes.Token)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(AccessSchemes.Token, null)
            .AddCookie(AccessSchemes.Cookie);
        services.AddOptions<CookieAuthenticationOptions>(AccessSchemes.Cookie).Configure<IOptions<AccessOptions>, IOptions<ConsoleOptions>>(ConfigureCookie);
        if (oidc.IsOn)
        {
            schemes.AddOpenIdConnect(AccessSchemes.Oidc, o => ConfigureOidc(o, oidc));
        }
    }

    private static void ConfigureCookie(CookieAuthenticationOptions cookie, IOptions<AccessOptions> access, IOptions<ConsoleOptions> console)
    {
        // Cookies do not know ports: two consoles on one machine must not log each other out.
        cookie.Cookie.Name = $"prefixconsole-{ListenerUrl.Parse(console.Value.Url)?.Port ?? 0}";
        cookie.Cookie.HttpOnly = true;
        // Lax: a link to a decision in a chat opens it; writes of other sites are refused besides.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.LoginPath = LoginEndpoints.Path;
        cookie.ExpireTimeSpan = access.Value.Session;
        cookie.SlidingExpiration = true;
        cookie.Events.OnValidatePrincipal = static context =>
        {
            if (context.Principal is { } principal && !context.HttpContext.RequestServices.GetRequiredService<SessionBook>().IsCurrent(principal))
            {
                context.RejectPrincipal();
            }

            return Task.CompletedTask;
        };
    }

    private static void ConfigureOidc(OpenIdConnectOptions target, OidcOptions oidc)
    {
        target.Authority = oidc.Authority;
        target.ClientId = oidc.ClientId;
        target.ClientSecret = oidc.ClientSecret;
        target.RequireHttpsMetadata = !oidc.AllowHttp;
        target.ResponseType = "code";
        target.UsePkce = true;
        target.SignInScheme = AccessSchemes.Cookie;
        target.CallbackPath = "/login/oidc-callback";
        target.MapInboundClaims = false;
        target.SaveTokens = false;
        if (oidc.AllowHttp)
        {
            // Without TLS a browser drops cookies that are marked secure.
            target.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            target.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            target.NonceCookie.SameSite = SameSiteMode.Lax;
            target.CorrelationCookie.SameSite = SameSiteMode.Lax;
        }

        target.Events.OnTokenValidated = context =>
        {
            if (OidcIdentity.Of(context.Principal!, oidc) is not { } principal)
            {
                context.HttpContext.Items[s_stranger] = context.Principal!.FindFirst(oidc.NameClaim)?.Value ?? context.Principal.FindFirst("sub")?.Value;
                context.Fail("no role here");
                return Task.CompletedTask;
            }

            context.Principal = context.HttpContext.RequestServices.GetRequiredService<SessionBook>().Begin(principal);
            return LoginEndpoints.RecordAsync(context.HttpContext, principal, "OpenID Connect");
        };
        target.Events.OnRemoteFailure = static async context =>
        {
            // Whoever calls this address comes here: the limit is that of refusals.
            await LoginEndpoints.RefuseAsync(
                context.HttpContext,
                context.HttpContext.RequestServices.GetRequiredService<Acts>(),
                context.HttpContext.Items[s_stranger] as string ?? "",
                "OpenID Connect: " + (context.Failure?.Message ?? "no answer"));
            context.Response.Redirect($"{LoginEndpoints.Path}?error=provider");
            context.HandleResponse();
        };
    }
}
