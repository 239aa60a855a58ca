using System.Text.Json;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>A refusal as vLLM words it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">vLLM's type name.</param>
/// <param name="Message">For people.</param>
/// <param name="Param">Member of the request that is to blame.</param>
internal sealed record ApiError(int Status, string Type, string Message, string? Param = null)
{
    public static ApiError BadRequest(string message, string? param = null) => new(400, "BadRequestError", message, param);

    public static ApiError NotFound(string message, string? param = null) => new(404, "NotFoundError", message, param);

    public static ApiError Unavailable(int status) =>
        new(status, status >= 500 ? "InternalServerError" : "BadRequestError", "The simulated worker was told to fail.");

    /// <summary>OpenAI's envelope.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", Message);
        json.WriteString("type", Type);
        json.WriteString("param", Param);
        json.WriteNumber("code", Status);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
