using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>
/// A recurrent layer as libtorch has it, which on CUDA is cuDNN's: one call for all steps. TorchSharp has the modules but
/// not the functions that take parameters of one's own, so they are called through a script.
/// </summary>
internal static class LibtorchRecurrence
{
    // The last three arguments: one direction, time first. A gradient through cuDNN wants its training mode.
    private const string Script =
        """
        def gru(steps: Tensor, hidden: Tensor, w: Tensor, u: Tensor, b: Tensor, c: Tensor, train: bool) -> Tensor:
            output, last = torch.gru(steps, hidden, [w, u, b, c], True, 1, 0.0, train, False, False)
            return output

        def lstm(steps: Tensor, hidden: Tensor, memory: Tensor, w: Tensor, u: Tensor, b: Tensor, c: Tensor, train: bool) -> Tensor:
            output, last, cell = torch.lstm(steps, [hidden, memory], [w, u, b, c], True, 1, 0.0, train, False, False)
            return output
        """;

    private static readonly Lazy<torch.jit.CompilationUnit> Functions = new(() => torch.jit.compile(Script + "\n"));

    /// <summary>Runs all steps.</summary>
    /// <param name="cell">What happens at a step.</param>
    /// <param name="steps">x, [time, batch, inputs], each sentence in the order it is read, padding after it.</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="weightInput">W, [gates · hidden, inputs].</param>
    /// <param name="weightHidden">U, [gates · hidden, hidden].</param>
    /// <param name="biasInput">The bias beside W, [gates · hidden].</param>
    /// <param name="biasHidden">The bias beside U, [gates · hidden].</param>
    /// <returns>[time, batch, hidden]; after a sentence's end whatever padding gives.</returns>
    public static torch.Tensor Run(
        CellKind cell, torch.Tensor steps, RecurrentState initial, torch.Tensor weightInput, torch.Tensor weightHidden,
        torch.Tensor biasInput, torch.Tensor biasHidden)
    {
        var hidden = initial.Hidden.unsqueeze(0);
        object[] parameters = [weightInput, weightHidden, biasInput, biasHidden, torch.is_grad_enabled()];
        return cell switch
        {
            CellKind.Gru => Functions.Value.invoke<torch.Tensor>("gru", [steps, hidden, .. parameters]),
            CellKind.Lstm => Functions.Value.invoke<torch.Tensor>("lstm", [steps, hidden, initial.Cell!.unsqueeze(0), .. parameters]),
            _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, message: null),
        };
    }
}
