namespace PrefixConsole.Simulation.Engine;

/// <summary>A token that a pass generated.</summary>
/// <param name="Request">Whose.</param>
/// <param name="Token">Token id.</param>
/// <param name="Last">True if the request is finished with it.</param>
public readonly record struct EmittedToken(EngineRequest Request, int Token, bool Last);
