using Microsoft.Extensions.Options;
using PrefixConsole.Access;
using PrefixConsole.Api.Contracts;
using PrefixConsole.Gateway.Configuration;
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
        Table<TokenView>(group.MapGet("/tokens", (string? format, TokenBook tokens, HttpResponse response) =>
                TableFormat.Answer(format, "tokens", response, () => tokens.Tokens, () => AccessCsv.Write(tokens.Tokens))))
            .WithName("GetTokens").WithSummary("API tokens without their secrets; format=csv for a table. Needs the scope admin.");
        Table<PersonDto>(group.MapGet("/people", (string? format, IOptionsMonitor<AccessOptions> options, HttpResponse response) =>
            {
                PersonDto[] people = [.. options.CurrentValue.Users.Select(PersonDto.From)];
                return TableFormat.Answer(format, "people", response, () => people, () => AccessCsv.Write(people));
            }))
            .WithName("GetPeople").WithSummary("Users of the configuration, without their passwords' hashes; format=csv for a table. Needs the scope admin.");
        Table<GatewayKeyDto>(group.MapGet("/gateway-keys", (string? format, IOptionsMonitor<GatewayOptions> options, HttpResponse response) =>
            {
                GatewayKeyDto[] keys = [.. options.CurrentValue.Keys.Select(GatewayKeyDto.From)];
                return TableFormat.Answer(format, "gateway-keys", response, () => keys, () => AccessCsv.Write(keys));
            }))
            .WithName("GetGatewayKeys").WithSummary("Keys of the gateway's clients, without their hashes; format=csv for a table. Needs the scope admin.");
        group.MapPost("/tokens", CreateAsync)
            .RequireAuthorization(AccessPolicies.Administer)
            .WithName("CreateToken").WithSummary("Makes an API token; its secret is in the answer and nowhere else. Needs the scope admin.")
            .Accepts<TokenRequest>("application/json")
            .Produces<NewTokenDto>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("/tokens/{name}/rotate", RotateAsync)
            .RequireAuthorization(AccessPolicies.Administer)
            .WithName("RotateToken")
            .WithSummary("Gives a token that was made here a new secret, which is in the answer and nowhere else; the old one stays valid for overlapMinutes, 0 to 1440. Needs the scope admin and those of the token.")
            .Accepts<RotateRequest>("application/json")
            .Produces<NewTokenDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/tokens/{name}", async (string name, Actor actor, Acts acts, TokenBook tokens) =>
                await acts.DoAsync(actor, "token.revoke", name, () => tokens.Revoke(name), TokenReports.StateOf(tokens, name), needed: Permissions.Administer) ? Results.NoContent() : ApiProblem.NotFound("token made in the console"))
            .RequireAuthorization(AccessPolicies.Administer)
            .WithName("RevokeToken").WithSummary("Revokes an API token that was made here. Needs the scope admin.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static RouteHandlerBuilder Table<TRow>(RouteHandlerBuilder route) => route
        .RequireAuthorization(AccessPolicies.Administer)
        .Produces<TRow[]>()
        .Produces<string>(StatusCodes.Status200OK, "text/csv")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> RotateAsync(string name, HttpRequest request, Actor actor, Acts acts, TokenBook tokens)
    {
        var (body, problem) = await ApiBody.ReadAsync<RotateRequest>(request);
        if (body is null)
        {
            return problem!;
        }

        var (secret, error) = await acts.DoAsync(
            actor, "token.rotate", name, () => tokens.Rotate(name, body.OverlapMinutes, actor), made => TokenReports.OfRotate(made, body.OverlapMinutes), Permissions.Administer);
        return error is not null ? ApiProblem.Invalid([error])
            : secret is null ? ApiProblem.NotFound("token made in the console")
            : Results.Ok(new NewTokenDto(name, secret));
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
