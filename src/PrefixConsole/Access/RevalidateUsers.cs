using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace PrefixConsole.Access;

/// <summary>Ends the session of an open tab when its user was taken out of the configuration, or has another role.</summary>
internal sealed class RevalidateUsers(ILoggerFactory logs, UserBook users) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(users.IsCurrent(authenticationState.User));
}
