using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Operations;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Api;

internal static class SettingsApi
{
    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/").WithTags("Settings");
        group.MapGet("/storage", (StoreState state) => TypedResults.Ok(state.View))
            .WithName("GetStorage").WithSummary("Where history is stored, how that is doing, and what waits.");
        group.MapGet("/tokens", (TokenBook tokens) => TypedResults.Ok(tokens.Tokens))
            .RequireAuthorization(AccessPolicies.Administer)
            .WithName("GetTokens").WithSummary("API tokens without their secrets; needs the scope admin.");
        group.MapPost("/tokens", CreateAsync)
            .RequireAuthorization(AccessPolicies.Administer)
            .WithName("CreateToken").WithSummary("Makes an API token; its secret is in the answer and nowhere else. Needs the scope admin.")
            .Accepts<TokenRequest>("application/json")
            .Produces<NewTokenDto>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapDelete("/tokens/{name}", async (string name, Actor actor, Acts acts, TokenBook tokens) =>
                await acts.DoAsync(actor, "token.revoke", name, () => tokens.Revoke(name), Permissions.Administer) ? Results.NoContent() : ApiProblem.NotFound("token made in the console"))
            .RequireAuthorization(AccessPolicies.Administer)
            .WithName("RevokeToken").WithSummary("Revokes an API token that was made here. Needs the scope admin.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, Actor actor, Acts acts, TokenBook tokens)
    {
        var (body, problem) = await ApiBody.ReadAsync<TokenRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        var (name, scopes) = (body.Name ?? "", body.Scopes ?? []);
        var (secret, error) = await acts.DoAsync(
            actor, "token.create", name, () => tokens.Create(name, scopes, actor, body.ExpiresAt), made => TokenReports.Of(made.Error, scopes, body.ExpiresAt), Permissions.Administer);
        return secret is null ? ApiProblem.Invalid([error!]) : Results.Created((string?)null, new NewTokenDto(name.Trim(), secret));
    }
}
