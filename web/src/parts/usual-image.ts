/** An image must be named beside a conda file; on one machine it stands for the interpreter that the file does not name. */
export const usualImage = 'mcr.microsoft.com/azureml/minimal-py311-inference:latest';
