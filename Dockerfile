FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY server server
COPY static static
COPY templates templates
RUN useradd --system --uid 10001 greenroom && install -d -o greenroom /data
USER greenroom
ENV HOST=0.0.0.0 VAR_DIR=/data
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "server"]
