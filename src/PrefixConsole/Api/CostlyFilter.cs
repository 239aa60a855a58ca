using PrefixConsole.Access;

namespace PrefixConsole.Api;

/// <summary>For routes that compute much and change nothing: an actor may ask only so many at a time.</summary>
internal sealed class CostlyFilter(CostlyQuestions questions) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var place = questions.Take(Actor.Of(context.HttpContext.User, "").Name);
        if (place is not null)
        {
            return await next(context);
        }

        context.HttpContext.Response.Headers.RetryAfter = "1";
        return ApiProblem.Of(
            StatusCodes.Status429TooManyRequests, "too_many_questions", $"{CostlyQuestions.AtOnce} such questions are being answered already; ask again when one is.");
    }
}
